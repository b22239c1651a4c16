"""What is true anywhere: time, refusals, wanted notices. Pure; standard library only."""
