namespace Gateway.Configuration;

/// <summary>What becomes of a request that a money limit stands against.</summary>
internal enum BudgetSpent
{
    Local,
    Refuse,
}
