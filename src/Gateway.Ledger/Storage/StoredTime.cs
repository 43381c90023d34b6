namespace Gateway.Ledger.Storage;

/// <summary>Converts stored times: whole milliseconds since 1970.</summary>
internal static class StoredTime
{
    public static DateTimeOffset? Read(long? milliseconds) =>
        milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;

    public static long? Write(DateTimeOffset? moment) => moment?.ToUnixTimeMilliseconds();
}
