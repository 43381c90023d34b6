namespace Gateway.Requests;

/// <summary>The response headers that name who answered.</summary>
internal static class GatewayHeaders
{
    public const string Backend = "x-gateway-backend";
    public const string Model = "x-gateway-model";
    public const string Attempts = "x-gateway-attempts";

    /// <summary>The candidate whose attempt lost a hedge, as <c>backend/model</c>.</summary>
    public const string Hedged = "x-gateway-hedged";

    /// <summary>The first place in line, from 1; absent when the request did not have to wait.</summary>
    public const string QueuePlace = "x-gateway-queue-place";

    /// <summary>The wait in line, in milliseconds.</summary>
    public const string QueueWait = "x-gateway-queue-wait";

    /// <summary>The reason why the request went there, in a sentence.</summary>
    public const string Decision = "x-gateway-decision";

    /// <summary>Says that the backend read less of the prompt than was sent, with the numbers; absent otherwise and on streams.</summary>
    public const string PromptCut = "x-gateway-prompt-cut";

    /// <summary>Is <c>true</c> when prompt and answer are kept.</summary>
    public const string Captured = "x-gateway-captured";

    /// <summary>The backend's own id of the request, to give to its operator.</summary>
    public const string BackendTrace = "x-gateway-backend-trace";

    /// <summary>All of these headers, for pages to read.</summary>
    public static IReadOnlyList<string> All { get; } = [
        Backend, Model, Attempts, Hedged, QueuePlace, QueueWait, Decision, PromptCut, Captured, BackendTrace
    ];
}
