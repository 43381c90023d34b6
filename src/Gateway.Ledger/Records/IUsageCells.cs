namespace Gateway.Ledger.Records;

/// <summary>Receives the columns of a row in order. A null means no value, which is not 0.</summary>
internal interface IUsageCells
{
    void BeginRow();

    void EndRow();

    void Text(string name, string? value);

    void Number(string name, long? value);

    /// <summary>A share, from 0 to 1; no value where the whole is 0.</summary>
    void Ratio(string name, long part, long whole);

    void Flag(string name, bool value);

    /// <summary>A time in the requested zone.</summary>
    void Moment(string name, DateTimeOffset value);

    /// <summary>An amount in billionths.</summary>
    void Money(string name, long? nano);

    /// <summary>Amounts in billionths, by currency.</summary>
    void Monies(string name, IReadOnlyDictionary<string, long> nano);
}
