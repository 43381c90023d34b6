namespace Gateway.Ledger.Records;

/// <summary>Where the columns of a row go, in their order. A null is no value, which is not 0.</summary>
internal interface IUsageCells
{
    void BeginRow();

    void EndRow();

    void Text(string name, string? value);

    void Number(string name, long? value);

    void Flag(string name, bool value);

    /// <summary>A moment in the zone that was asked for.</summary>
    void Moment(string name, DateTimeOffset value);

    /// <summary>An amount in billionths.</summary>
    void Money(string name, long? nano);

    /// <summary>Amounts in billionths, by currency.</summary>
    void Monies(string name, IReadOnlyDictionary<string, long> nano);
}
