using Gateway.Wire.Heads;

namespace Gateway.Requests;

/// <summary>Decides whether a client's tools are optional for its requests.</summary>
internal static class ChatPages
{
    // Of all known chat pages, only Open WebUI offers its own tools with every message, whether or not its user wants them; in
    // other pages the user switched them on. Recognized by the chat's id, because Open WebUI also relays requests from agents,
    // which bring their own tools and no chat.
    private const string ChatOfOpenWebUi = "X-OpenWebUI-Chat-Id";

    /// <summary>True when the client is one that offers tools nobody asked for. An agent needs its tools to work.</summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="head">Its head; a request without tools is not examined.</param>
    public static bool IsOne(IHeaderDictionary headers, RequestHead head) =>
        head.CanDoWithoutTools && headers.ContainsKey(ChatOfOpenWebUi);
}
