namespace Gateway.Routing.Selection;

/// <summary>Whether a prompt fits a model's context, as far as its length is known.</summary>
public enum Fit
{
    /// <summary>It does.</summary>
    Fits,

    /// <summary>It may or may not: its length is known too roughly.</summary>
    Unsure,

    /// <summary>It does not.</summary>
    Cannot,
}
