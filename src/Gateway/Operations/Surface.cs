namespace Gateway.Operations;

/// <summary>A row of the table of what can be called: an operation at an address.</summary>
/// <param name="Path">The address. Other spellings of it are brought to this one before routing.</param>
/// <param name="Operation">What is asked there.</param>
internal sealed record Surface(string Path, Operation Operation);
