namespace Gateway.Configuration;

/// <summary>The handling of a request stopped by a money limit.</summary>
internal enum BudgetSpent
{
    Local,
    Refuse,
}
