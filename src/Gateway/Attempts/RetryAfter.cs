using System.Globalization;

namespace Gateway.Attempts;

/// <summary>
/// Reads the headers by which a backend asks to be left alone. .NET's own reader takes dates and whole seconds of 31 bits; servers also
/// write fractions and larger numbers, and some use a header of their own for milliseconds.
/// </summary>
internal static class RetryAfter
{
    // A clock that is wrong by a year must not close a backend for a year. PauseClock decides how long a wait is trusted.
    private static readonly TimeSpan Max = TimeSpan.FromHours(1);

    private const NumberStyles Number =
        NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

    /// <returns>The time from now; null when the header is missing or names no time in the future.</returns>
    public static TimeSpan? Read(HttpResponseMessage response, TimeProvider time)
    {
        // The finer one wins, as in the clients that read it.
        var seconds = (NumberOf(response, "retry-after-ms") is > 0 and var milliseconds ? milliseconds / 1000 : default(double?))
            ?? NumberOf(response, "Retry-After")
            ?? (response.Headers.RetryAfter?.Date - time.GetUtcNow())?.TotalSeconds;
        return seconds > 0 ? seconds < Max.TotalSeconds ? TimeSpan.FromSeconds(seconds.Value) : Max : null;
    }

    // A proxy may add its own value to its backend's, on a separate line or in a list. The later time wins.
    private static double? NumberOf(HttpResponseMessage response, string header)
    {
        if (!response.Headers.NonValidated.TryGetValues(header, out var values))
        {
            return null;
        }

        double? most = null;
        foreach (var value in values.SelectMany(v => v.Split(", ")))
        {
            if (double.TryParse(value, Number, CultureInfo.InvariantCulture, out var number) && !(number <= most))
            {
                most = number;
            }
        }

        return most;
    }
}
