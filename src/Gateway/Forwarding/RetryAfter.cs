namespace Gateway.Forwarding;

/// <summary>Reads the header by which a backend asks to be left alone: seconds or a date.</summary>
internal static class RetryAfter
{
    // A clock that is wrong by a year must not close a backend for one.
    private static readonly TimeSpan Max = TimeSpan.FromHours(1);

    /// <returns>The time from now; null when there is no such header or it lies in the past.</returns>
    public static TimeSpan? Read(HttpResponseMessage response, TimeProvider time)
    {
        var header = response.Headers.RetryAfter;
        var asked = header?.Delta ?? header?.Date - time.GetUtcNow();
        return asked > TimeSpan.Zero ? asked < Max ? asked : Max : null;
    }
}
