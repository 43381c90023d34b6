using Gateway.Routing.Models;

namespace Gateway.Ledger.Pricing;

/// <summary>The usage of a request other than tokens.</summary>
internal readonly record struct UnitUsage
{
    private const decimal MillisecondsPerSecond = 1000;
    private const decimal MillisecondsPerMinute = 60_000;
    private const decimal CharactersPriced = 1_000_000;

    /// <summary>The pictures it made.</summary>
    public long Pictures { get; init; }

    /// <summary>The length of the audio it made or listened to, in milliseconds.</summary>
    public long AudioMs { get; init; }

    /// <summary>The length of the video it made, in milliseconds.</summary>
    public long VideoMs { get; init; }

    /// <summary>The videos it made.</summary>
    public long Videos { get; init; }

    /// <summary>The characters it read aloud.</summary>
    public long Characters { get; init; }

    /// <summary>The documents it ranked.</summary>
    public long Documents { get; init; }

    /// <summary>The cost of the usage in one unit.</summary>
    public decimal CostOf(UnitPrice price) => price.Unit switch
    {
        PriceUnit.Tokens => 0,
        PriceUnit.Picture => Pictures * price.Each,
        PriceUnit.Second => (AudioMs + VideoMs) * price.Each / MillisecondsPerSecond,
        PriceUnit.Minute => (AudioMs + VideoMs) * price.Each / MillisecondsPerMinute,
        PriceUnit.Character => Characters * price.Each / CharactersPriced,
        PriceUnit.Video => Videos * price.Each,
        PriceUnit.Document => Documents * price.Each,
    };
}
