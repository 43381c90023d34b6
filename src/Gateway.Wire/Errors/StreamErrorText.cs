namespace Gateway.Wire.Errors;

/// <summary>
/// Rewords messages so that clients do not react to them. Continue's CLI, opencode and pi search an error text for certain words,
/// and on some send the whole prompt again, up to ten times. On others they shorten the conversation and send that, endlessly
/// when there is nothing to shorten.
/// </summary>
internal static class StreamErrorText
{
    private static readonly Rewording Resending = new(
    [
        ("overloaded", "at capacity"),
        ("premature close", "early end"),
        ("connection.?(?:reset|lost)", "connection broken off"),
        ("socket hang up", "connection broken off"),
        ("socket connection was closed", "connection was broken off"),
        ("websocket.?(?:closed|error)", "connection broken off"),
        ("other side closed", "other side broke off"),
        ("connection.?refused", "connection not taken"),
        ("connection.?error", "fault of the connection"),
        ("network.?error", "fault of the network"),
        ("fetch failed", "it could not be fetched"),
        ("upstream.?connect", "connecting behind it"),
        ("reset before headers", "broken off before headers"),
        ("http2 request did not get a response", "request without a response"),
        ("ended without", "ended with no"),
        ("aborted", "broken off"),
        ("terminated", "ended"),
        (@"rate[\s_-]?limit\w*", "limit on requests"),
        ("too many requests", "more requests than it takes"),
        ("service.?unavailable", "service is away"),
        ("server.?error", "fault of the server"),
        ("internal.?error", "fault inside"),
        ("provider.?returned.?error", "fault of the provider"),
        ("resource.?exhausted", "resources used up"),
        ("timed? out", "took too long"),
        ("time-?outs?", "time limit"),
        ("retry delay", "pause"),
        ("(?:you can|please) retry your request", "it may be sent later"),
        ("try your request again", "it may be sent later"),
        (Status("429"), "four hundred twenty-nine"),
        (Status("500"), "five hundred"),
        (Status("502"), "five hundred two"),
        (Status("503"), "five hundred three"),
        (Status("504"), "five hundred four"),
        (Status("524"), "five hundred twenty-four"),
    ]);

    private static readonly Rewording Shortening = new(
    [
        ("(?<=prompt|input) (?:is )?too long", " has no room"),
        ("exceeds the context window", "is beyond what the context holds"),
        ("exceeds the available context size", "is beyond what the context holds"),
        ("exceeds the limit of", "is more than the limit of"),
        ("exceeds the maximum", "is more than the maximum"),
        ("maximum (?:context|prompt) length", "longest input"),
        ("reduce the length of the messages", "send less text"),
        ("context window exceeds limit", "context is beyond its limit"),
        ("exceeded model token limit", "is more than the model takes"),
        ("context.?length.?exceeded", "more than the context holds"),
        // Except the settings of that name, which the operator is told to change; no client reacts to them.
        ("(?<!OLLAMA_)(?!(?-i:contextLength))context.?length", "room for text"),
        ("too many tokens", "more tokens than it takes"),
        ("token limit exceeded", "more tokens than it takes"),
        ("request entity too large", "more than it takes"),
    ]);

    /// <summary>Removes the words that make clients send again and those that make them shorten.</summary>
    public static string WithoutTriggers(string message) => WithoutShortening(WithoutResending(message));

    /// <summary>Removes words that make clients send the whole prompt again.</summary>
    public static string WithoutResending(string message) => Resending.Apply(message);

    /// <summary>Removes words that make clients shorten the conversation.</summary>
    public static string WithoutShortening(string message) => Shortening.Apply(message);

    // A trace id, a model name or a larger number that merely contains the digits is left alone.
    private static string Status(string digits) => $@"(?<![\w.,-]){digits}(?![\w-]|[.,]\d)";
}
