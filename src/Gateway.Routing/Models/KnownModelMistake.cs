namespace Gateway.Routing.Models;

/// <summary>A row of the curated table or of the price table that was left out.</summary>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Message">What is wrong with it, with the value found.</param>
public sealed record KnownModelMistake(int Line, string Message);
