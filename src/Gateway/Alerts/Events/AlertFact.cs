using System.Globalization;

namespace Gateway.Alerts.Events;

/// <summary>One fact of an alert.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its value.</param>
/// <param name="IsNumber">True when it is a number, also in JSON.</param>
internal readonly record struct AlertFact(AlertFactName Name, string Value, bool IsNumber = false)
{
    public static AlertFact Of(AlertFactName name, string value) => new(name, value);

    public static AlertFact Of(AlertFactName name, decimal value) =>
        new(name, value.ToString(CultureInfo.InvariantCulture), IsNumber: true);

    public static AlertFact Of(AlertFactName name, DateTimeOffset value) =>
        new(name, value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));

    public static AlertFact Of(AlertFactName name, DateOnly value) =>
        new(name, value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
