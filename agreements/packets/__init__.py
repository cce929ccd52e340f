"""What the agreements' documents say: from models to the documents app's packets."""
