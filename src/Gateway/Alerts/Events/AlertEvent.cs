using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gateway.Configuration;

namespace Gateway.Alerts.Events;

/// <summary>Something that an operator must hear of.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="About">What it is about: a backend's name, a counter. One kind and one of these are one alert over all replicas.</param>
internal sealed record AlertEvent(AlertKind Kind, string About)
{
    /// <summary>What it is about, as people call it.</summary>
    public string Subject { get; init; } = About;

    /// <summary>How bad it is, where that has degrees: a budget's percentage. A rise is told again.</summary>
    public int Level { get; init; }

    /// <summary>When it is over by itself; null for what lasts as long as a replica sees it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What is known about it, in the order in which it is told.</summary>
    public ImmutableArray<AlertFact> Facts { get; init; } = [];

    [JsonIgnore]
    public string Key => KeyOf(Kind, About);

    public static string KeyOf(AlertKind kind, string about) => $"{kind}/{about}";
}
