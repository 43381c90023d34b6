namespace Gateway.Requests;

/// <summary>The headers by which a response tells who made it.</summary>
internal static class GatewayHeaders
{
    public const string Backend = "x-gateway-backend";
    public const string Model = "x-gateway-model";
    public const string Attempts = "x-gateway-attempts";

    /// <summary>Of two attempts that ran at once, the one that did not answer, as <c>backend/model</c>.</summary>
    public const string Hedged = "x-gateway-hedged";

    /// <summary>The place in line it began at, from 1; absent when it did not have to wait.</summary>
    public const string QueuePlace = "x-gateway-queue-place";

    /// <summary>How long it waited in line, in milliseconds.</summary>
    public const string QueueWait = "x-gateway-queue-wait";

    /// <summary>Why the request went there, in a sentence.</summary>
    public const string Decision = "x-gateway-decision";

    /// <summary>That the backend read less of the prompt than was sent, with the figures; absent where it did not, and on streams.</summary>
    public const string PromptCut = "x-gateway-prompt-cut";

    /// <summary>Says <c>true</c> where prompt and answer are kept.</summary>
    public const string Captured = "x-gateway-captured";

    /// <summary>The backend's own id of the request, to give to its operator.</summary>
    public const string BackendTrace = "x-gateway-backend-trace";

    /// <summary>All of them, for pages to read.</summary>
    public static IReadOnlyList<string> All { get; } = [Backend, Model, Attempts, Hedged, QueuePlace, QueueWait, Decision, PromptCut, Captured, BackendTrace];
}
