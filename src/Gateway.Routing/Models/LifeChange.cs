namespace Gateway.Routing.Models;

/// <summary>The ways in which a provider changes a model's name.</summary>
public enum LifeChange
{
    /// <summary>The provider no longer offers it.</summary>
    Ended,

    /// <summary>The provider answers requests for it with another model, and bills that one.</summary>
    Redirected,
}
