using System.Globalization;

namespace Gateway.Forwarding;

/// <summary>
/// Reads the headers by which a backend asks to be left alone. .NET's own reader takes whole seconds of 31 bits and dates; servers
/// also write fractions and numbers beyond any, and some say milliseconds in a header of their own.
/// </summary>
internal static class RetryAfter
{
    // A clock that is wrong by a year must not close a backend for one. How long a pause is taken on trust, PauseClock decides.
    private static readonly TimeSpan Max = TimeSpan.FromHours(1);

    // By what one of them is worth in seconds. The finer goes first, as it does with the clients that read it.
    private static readonly (string Name, double Seconds)[] Headers = [("retry-after-ms", 0.001), ("Retry-After", 1)];

    /// <returns>The time from now; null when there is no such header or it says no time in the future.</returns>
    public static TimeSpan? Read(HttpResponseMessage response, TimeProvider time)
    {
        foreach (var (name, seconds) in Headers)
        {
            if (response.Headers.TryGetValues(name, out var values) && values.FirstOrDefault() is { } text && Seconds(text, seconds, time) is { } asked)
            {
                return asked <= 0 ? null : asked < Max.TotalSeconds ? TimeSpan.FromSeconds(asked) : Max;
            }
        }

        return null;
    }

    private static double? Seconds(string text, double unit, TimeProvider time) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            ? number * unit
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
                ? (date - time.GetUtcNow()).TotalSeconds
                : null;
}
