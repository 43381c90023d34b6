namespace Gateway.Routing.Models;

/// <summary>Who says that a price is right.</summary>
public enum PriceOrigin
{
    /// <summary>Nobody knows where it is from.</summary>
    Unknown,

    /// <summary>Somebody other than the provider.</summary>
    ThirdParty,

    /// <summary>The provider itself: its price page, its documentation or its release notes.</summary>
    Official,
}
