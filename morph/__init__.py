"""Forms and their meanings: the model, sound rules, morphotactics; compile, analyze, generate, guess."""
