namespace Gateway.Routing.Routes;

/// <summary>How a prompt fits a model's context, as far as its length is known.</summary>
public enum Fit
{
    /// <summary>It fits.</summary>
    Fits,

    /// <summary>It may or may not fit: its length is known too roughly.</summary>
    Unsure,

    /// <summary>It does not fit.</summary>
    Cannot,
}
