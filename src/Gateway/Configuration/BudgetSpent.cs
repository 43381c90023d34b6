namespace Gateway.Configuration;

/// <summary>What happens to a request stopped by a money limit.</summary>
internal enum BudgetSpent
{
    Local,
    Refuse,
}
