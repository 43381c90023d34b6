namespace Gateway.Ledger.Queries;

/// <summary>The time one row of a report covers.</summary>
/// <param name="From">Its first second, in Unix seconds.</param>
/// <param name="To">The first second after it.</param>
/// <param name="Start">The start of its hour, day or month in its zone, even if only a part was requested.</param>
internal readonly record struct UsagePeriod(long From, long To, DateTimeOffset Start);
