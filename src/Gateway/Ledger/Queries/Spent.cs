namespace Gateway.Ledger.Queries;

/// <summary>What was used, as quotas count it.</summary>
/// <param name="Tokens">Of prompts and answers.</param>
/// <param name="Nano">In nano units of the currency of account.</param>
internal readonly record struct Spent(long Tokens, long Nano)
{
    public static Spent operator +(Spent a, Spent b) => new(a.Tokens + b.Tokens, a.Nano + b.Nano);
}
