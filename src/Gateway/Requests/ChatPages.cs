using Gateway.Protocol;

namespace Gateway.Requests;

/// <summary>Says whose tools a request can be answered without.</summary>
internal static class ChatPages
{
    // Of all pages that are known, Open WebUI offers tools of its own with every message, whether or not its user wants any; what others
    // offer, their user switched on. By the chat's id, since Open WebUI also passes on what agents send it, with their own tools and
    // without a chat.
    private const string ChatOfOpenWebUi = "X-OpenWebUI-Chat-Id";

    /// <summary>Whether a client is one that offers tools which nobody asked for. An agent's tools are what it works with.</summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="head">Its head; who offers nothing is not looked at.</param>
    public static bool IsOne(IHeaderDictionary headers, RequestHead head) =>
        head.CanDoWithoutTools && headers.ContainsKey(ChatOfOpenWebUi);
}
