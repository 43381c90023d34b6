using Gateway.Requests;
using Gateway.Routing.Routes;
using Gateway.Telemetry;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Pipeline;

/// <summary>Writes one log line for each finished chat request. It holds names and numbers, never a prompt, an answer or a key.</summary>
internal sealed partial class RequestLog(ILogger<RequestLog> logger)
{
    public void Write(Inquiry inquiry, Choice? choice, Delivery? delivery, Outcome outcome)
    {
        if (!logger.IsEnabled(LogLevel.Information))
        {
            return;
        }

        Log.Answered(
            logger,
            inquiry.Id,
            outcome.Status,
            outcome.End,
            LogText.Name(inquiry.Caller.Name)!,
            LogText.Name(inquiry.Caller.Owner),
            LogText.Name(inquiry.Caller.Team),
            LogText.Name(choice?.Name.Meant),
            choice?.Reach,
            LogText.Words(outcome.Decision),
            outcome.Served?.Backend,
            LogText.Name(outcome.Served?.Model),
            outcome.Attempts,
            LogText.Words(delivery?.FailedAttempts),
            LogText.Name(delivery?.Hedged?.ToString()),
            LogText.Name(delivery?.Resumed?.ToString()),
            delivery is { Gathered: > 1 and var all } ? all : null,
            inquiry.Head.Stream,
            outcome.Shown.Prompt,
            outcome.Shown.Output,
            outcome.Shown.Source,
            (outcome.FirstByte ?? TimeSpan.Zero).TotalMilliseconds,
            outcome.Total.TotalMilliseconds,
            LogText.Words(outcome.Error?.Code ?? delivery?.Stream?.Failure));
    }

    private static partial class Log
    {
        [LoggerMessage(4000, LogLevel.Information,
            "{RequestId} {Status} {End} key={Key} owner={Owner} team={Team} asked={Asked} reach={Reach} decision={Decision} "
            + "backend={Backend} model={Model} attempts={Attempts} failed={Failed} hedged={Hedged} resumed={Resumed} "
            + "gathered={Gathered} stream={Stream} prompt={PromptTokens} completion={CompletionTokens} usage={UsageSource} "
            + "first={FirstByteMs:0.0}ms total={TotalMs:0.0}ms error={Error}")]
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
            string? hedged,
            string? resumed,
            int? gathered,
            bool stream,
            int? promptTokens,
            int? completionTokens,
            UsageSource usageSource,
            double firstByteMs,
            double totalMs,
            string? error);
    }
}
