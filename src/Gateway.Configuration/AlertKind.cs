using System.Text.Json.Serialization;

namespace Gateway.Configuration;

/// <summary>The kinds of alerts. A target may be told of some of them only.</summary>
internal enum AlertKind
{
    /// <summary>A budget, or a limit of the day or month, is nearly or fully used.</summary>
    Budget,

    /// <summary>A backend cannot be used, or none of its models can take a request.</summary>
    Backend,

    /// <summary>No candidate of a tag or route can take a request.</summary>
    Tag,

    /// <summary>The account of a backend's credential is empty.</summary>
    Account,

    /// <summary>A backend refuses the gateway's credential.</summary>
    Credential,

    /// <summary>A price in use was read too long ago.</summary>
    [JsonStringEnumMemberName("priceOld")]
    PriceOld,

    /// <summary>A model in use has no price, and money is limited.</summary>
    [JsonStringEnumMemberName("priceMissing")]
    PriceMissing,

    /// <summary>A model will end soon.</summary>
    [JsonStringEnumMemberName("modelEnding")]
    ModelEnding,

    /// <summary>A model has ended, is gone from its backend, or answers as another.</summary>
    [JsonStringEnumMemberName("modelGone")]
    ModelGone,

    /// <summary>The ledger is behind, or takes no records.</summary>
    Ledger,

    /// <summary>A disk that the gateway writes to is nearly full.</summary>
    Disk,

    /// <summary>The Redis that replicas share cannot be used.</summary>
    Redis,

    /// <summary>A price book cannot be taken, and the last good one holds.</summary>
    [JsonStringEnumMemberName("priceBook")]
    PriceBook,
}
