namespace Gateway.Telemetry.Notices;

/// <summary>The kinds of notices.</summary>
internal enum NoticeKind
{
    /// <summary>Prices by which requests are paid were read long ago.</summary>
    PriceOld,

    /// <summary>A model is in use, money is limited, and nobody knows what it costs.</summary>
    PriceMissing,

    /// <summary>A price book cannot be taken; the last good one holds.</summary>
    PriceBookRefused,

    /// <summary>A model in use is about to end, has ended, or is answered by another.</summary>
    ModelEnding,

    /// <summary>A model in use is no longer listed by its backend.</summary>
    ModelGone,
}
