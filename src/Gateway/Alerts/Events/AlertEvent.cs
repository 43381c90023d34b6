using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gateway.Configuration;

namespace Gateway.Alerts.Events;

/// <summary>Something that an operator must know.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="About">What it is about: a backend's name, a counter. One kind and one of these are one alert over all replicas.</param>
internal sealed record AlertEvent(AlertKind Kind, string About)
{
    /// <summary>The subject, as people call it.</summary>
    public string Subject { get; init; } = About;

    /// <summary>How bad it is, if it has degrees, such as a budget's percentage. A rise is told again.</summary>
    public int Level { get; init; }

    /// <summary>When it ends by itself; null for an alert that lasts as long as a replica sees it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The facts of the alert, in the order in which they are told.</summary>
    public ImmutableArray<AlertFact> Facts { get; init; } = [];

    [JsonIgnore]
    public string Key => KeyOf(Kind, About);

    public static string KeyOf(AlertKind kind, string about) => $"{kind}/{about}";
}
