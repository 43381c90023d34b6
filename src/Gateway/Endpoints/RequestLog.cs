using Gateway.Protocol;
using Gateway.Requests;
using Gateway.Routing.Routes;
using Gateway.Routing.Selection;
using Gateway.Streaming;

namespace Gateway.Endpoints;

/// <summary>One line for each chat request, when it is over. It holds names and numbers, never a prompt, an answer or a key.</summary>
internal sealed partial class RequestLog(TimeProvider time, ILogger<RequestLog> logger)
{
    public void Write(HttpContext context, GatewayRequest request)
    {
        if (!logger.IsEnabled(LogLevel.Information))
        {
            return;
        }

        var total = time.GetElapsedTime(request.ReceivedAt);
        var first = request.FirstByteAt == 0 ? 0 : time.GetElapsedTime(request.ReceivedAt, request.FirstByteAt).TotalMilliseconds;
        var usage = RequestUsage.Of(request);
        Log.Answered(
            logger,
            request.Id,
            request.Error?.Status ?? context.Response.StatusCode,
            request.End == AnswerEnd.None ? AnswerEnd.ClientClosed : request.End,
            request.Caller.Name,
            request.Caller.Owner,
            request.Caller.Team,
            request.RequestedName,
            request.Reach,
            request.Decision,
            request.Served?.Backend,
            request.Served?.Model,
            request.Attempts,
            request.FailedAttempts,
            request.Hedged,
            request.Resumed,
            request.Head.Stream,
            usage.Prompt,
            usage.Output,
            usage.Source,
            first,
            total.TotalMilliseconds,
            request.Error?.Code ?? request.LateError?.Code ?? request.Stream?.Failure);
    }

    private static partial class Log
    {
        [LoggerMessage(4000, LogLevel.Information,
            "{RequestId} {Status} {End} key={Key} owner={Owner} team={Team} asked={Asked} reach={Reach} decision={Decision} backend={Backend} model={Model} attempts={Attempts} failed={Failed} hedged={Hedged} resumed={Resumed} stream={Stream} prompt={PromptTokens} completion={CompletionTokens} usage={UsageSource} first={FirstByteMs:0.0}ms total={TotalMs:0.0}ms error={Error}")]
        public static partial void Answered(
            ILogger logger,
            string requestId,
            int status,
            AnswerEnd end,
            string key,
            string? owner,
            string? team,
            string? asked,
            Stage? reach,
            string? decision,
            string? backend,
            string? model,
            int attempts,
            string? failed,
            Candidate? hedged,
            Candidate? resumed,
            bool stream,
            int? promptTokens,
            int? completionTokens,
            UsageSource usageSource,
            double firstByteMs,
            double totalMs,
            string? error);
    }
}
