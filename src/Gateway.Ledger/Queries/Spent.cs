namespace Gateway.Ledger.Queries;

/// <summary>The usage that quotas count.</summary>
/// <param name="Tokens">The tokens of prompts and answers.</param>
/// <param name="Nano">The money, in nano units of the currency of account.</param>
internal readonly record struct Spent(long Tokens, long Nano)
{
    public static Spent operator +(Spent a, Spent b) => new(a.Tokens + b.Tokens, a.Nano + b.Nano);
}
