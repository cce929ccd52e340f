"""What the reports' documents say: from models to the documents app's packets."""
