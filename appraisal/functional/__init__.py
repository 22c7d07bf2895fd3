"""Functional tests that a laboratory made (功能检验): what a record of one holds, what it lacks, how it is filed."""
