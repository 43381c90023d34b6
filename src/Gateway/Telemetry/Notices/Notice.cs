namespace Gateway.Telemetry.Notices;

/// <summary>Something that the operator should know, once, and once more when it is over.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Subject">What it is about in particular. With the kind it identifies the notice: a list, a backend, a model.</param>
/// <param name="Text">What to know and what to do, in a sentence or two.</param>
/// <param name="IsResolved">True when it is over.</param>
internal sealed record Notice(NoticeKind Kind, string Subject, string Text, bool IsResolved = false);
