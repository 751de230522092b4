"""Forms and their meanings: the model, sound rules, morphotactics; compile, analyze, generate, guess.

What other packages use::

    compiled = morph.compile.compile_language(language)         # Language → Compiled, with .findings
    morph.store.save(compiled, path, key); morph.store.load(path, key)   # → Compiled or None
    analyzer = morph.analyze.Analyzer(compiled)
    analyzer.analyze(word)              # all analyses, best first: confirmed, table, rule
    analyzer.guess(word)                # guesses for a word without one; the bare word (unknown) is among them
    analyzer.analyze_segmented("kit=ko")        # analyses of a given segmentation
    analyzer.multiwords(words)          # multi-word headwords in a sequence of words
    analyzer.steps(word, analysis), analyzer.trace(word)        # why, as Steps and as text
    generator = morph.generate.Generator(compiled)
    generator.realise(lexeme, morpheme_ids)     # word forms, best first
    generator.from_gloss("top=LOC"), generator.from_segments("kit=ko")
    morph.sounds.apply_rules(underlying, rules, classes)        # surface form and Steps
    morph.notation.parse_environment(cell, classes), parse_rule(row, classes), format_…
    morph.automaton.holds(environment, left, right)             # an environment between two parts of a word
    morph.paradigm.paradigm(lexeme, compiled)   # → Paradigm
    morph.lexc.export(language)                 # lexc and a foma script
"""
