using Gateway.Simulator.Backends;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Sending;

/// <summary>Sends an answer as a stream of events.</summary>
internal static class StreamedAnswer
{
    public static async Task SendAsync(Exchange exchange)
    {
        var sink = await OpenAsync(exchange);
        var stream = new EventStream(sink, exchange.Script);
        if (exchange.Script.FilterEvents)
        {
            await stream.DataAsync(OddChunks.PromptFilter, exchange.Aborted);
        }
        for (var i = 0; i < exchange.Script.CommentsFirst; i++)
        {
            await stream.CommentAsync(exchange.Aborted);
            await Task.Delay(TimeSpan.FromMilliseconds(exchange.Script.LifeEveryMs), exchange.Backend.Time, exchange.Aborted);
        }

        if (await SendChunksAsync(exchange, stream))
        {
            if (exchange.Script.FilterEvents)
            {
                await stream.DataAsync(OddChunks.AnswerFilter, exchange.Aborted);
            }
            exchange.Backend.Counters.Answer(exchange.Request, exchange.Answer.Usage, isGood: exchange.Script.Fail == FailureMode.None);
            exchange.Watch.Over();
            if (!exchange.Script.OmitDone && exchange.Request.Form != RequestForm.Infill)
            {
                await stream.DoneAsync(exchange.Aborted);
            }
        }
        await sink.CloseAsync();
    }

    private static async Task<IByteSink> OpenAsync(Exchange exchange)
    {
        var dialect = exchange.Backend.Dialect;
        if (exchange.Script.Fail == FailureMode.CloseDelimitedEnd)
        {
            var socket = new SocketSink(exchange.Http, exchange.Backend.Time);
            await socket.OpenAsync(exchange.Script.ContentType ?? dialect.StreamContentType, exchange.Aborted);
            return socket;
        }
        var response = exchange.Http.Response;
        response.ContentType = exchange.Script.ContentType ?? dialect.StreamContentType;
        response.Headers.CacheControl = "no-cache";
        if (!dialect.HeadersWithFirstToken)
        {
            await response.StartAsync(exchange.Aborted);
        }
        return new ResponseSink(response);
    }

    /// <returns>True when the answer reached its regular end.</returns>
    private static async Task<bool> SendChunksAsync(Exchange exchange, EventStream stream)
    {
        var (script, backend, aborted) = (exchange.Script, exchange.Backend, exchange.Aborted);
        var writer = new ChunkWriter(exchange.Answer, exchange.Request, script, backend.Dialect, backend.Time);
        var pacer = new Pacer(script.TokensPerSecond, backend.Time);
        var failing = script.Fail != FailureMode.None;
        var sent = 0;
        foreach (var chunk in ChunkSequence.Of(exchange.Answer, backend.Dialect, script, exchange.Request))
        {
            if (failing
                && (script.FailBetweenChoices ? chunk.Choice > 0 : sent >= script.FailAfterChunks || chunk.Kind >= ChunkKind.Finish))
            {
                failing = false;
                if (!await StreamFailure.ActAsync(exchange, stream, writer))
                {
                    return false;
                }
            }
            await pacer.WaitAsync(chunk.Tokens, aborted);
            backend.Counters.Chunk();
            backend.Counters.Completion(exchange.Request, chunk.Tokens);
            await stream.DataAsync(writer.Write(chunk), aborted);
            sent++;
        }
        return !failing || await StreamFailure.ActAsync(exchange, stream, writer);
    }
}
