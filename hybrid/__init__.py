"""Translation by rule and by model, combined; evaluation."""
