"""A neural model that writes fluent English from glosses and the draft of the rules."""
