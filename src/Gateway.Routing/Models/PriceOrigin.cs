namespace Gateway.Routing.Models;

/// <summary>The source that vouches for a price.</summary>
public enum PriceOrigin
{
    /// <summary>Nobody knows where it is from.</summary>
    Unknown,

    /// <summary>Somebody other than the provider.</summary>
    ThirdParty,

    /// <summary>The provider itself: its price page, its documentation or its release notes.</summary>
    Official,
}
