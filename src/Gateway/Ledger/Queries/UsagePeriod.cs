namespace Gateway.Ledger.Queries;

/// <summary>What one row of a report covers.</summary>
/// <param name="From">Its first second, in Unix seconds.</param>
/// <param name="To">The first second behind it.</param>
/// <param name="Start">When the hour, day or month begins in its zone, also where less of it was asked for.</param>
internal readonly record struct UsagePeriod(long From, long To, DateTimeOffset Start);
