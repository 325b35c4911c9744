"""Made training examples: tables filled with words of the given ones, and questions about their cells."""
