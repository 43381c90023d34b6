using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Sending;

/// <summary>Makes a stream fail in the scripted way.</summary>
internal static class StreamFailure
{
    /// <returns>True when the stream goes on.</returns>
    public static async Task<bool> ActAsync(Exchange exchange, EventStream stream, ChunkWriter writer)
    {
        var (fail, aborted) = (exchange.Script.Fail, exchange.Aborted);
        exchange.Backend.Counters.Failure();
        if (fail is FailureMode.Silence)
        {
            await exchange.Release.WaitAsync(aborted);
            return true;
        }
        if (fail is FailureMode.Malformed)
        {
            await stream.DataAsync("""{"id":"chatcmpl-0","choices":[{"delta":{"content":""", aborted);
            return true;
        }
        if (fail is FailureMode.CutToolCall)
        {
            // The arguments are already cut, and the rest must look normal.
            return true;
        }
        exchange.Watch.Over();
        await EndAsync(fail, exchange, stream, writer);
        return false;
    }

    private static async Task EndAsync(FailureMode fail, Exchange exchange, EventStream stream, ChunkWriter writer)
    {
        var (aborted, error) = (exchange.Aborted, LateErrors.Of(exchange));
        switch (fail)
        {
            case FailureMode.ErrorEvent:
                await stream.DataAsync(error, aborted);
                break;
            case FailureMode.ErrorEventThenDone:
                await stream.DataAsync(error, aborted);
                await stream.DoneAsync(aborted);
                break;
            case FailureMode.NamedErrorEvent:
                await stream.NamedAsync("error", error, aborted);
                break;
            case FailureMode.BareJsonError:
                await stream.BareAsync(error, aborted);
                break;
            case FailureMode.ErrorLine:
                await stream.BareAsync("error: " + LateErrors.Flat(error), aborted);
                await stream.DoneAsync(aborted);
                break;
            case FailureMode.NamedFlatError:
                await stream.NamedAsync("error", LateErrors.Flat(error), aborted);
                break;
            case FailureMode.ErrorInChoice:
                await stream.DataAsync(writer.WriteErrorInChoice(error), aborted);
                break;
            case FailureMode.EmptyModelChunk:
                await stream.DataAsync(writer.WriteEmptyModel(), aborted);
                break;
            case FailureMode.ReasonlessDone:
                await stream.DoneAsync(aborted);
                break;
            case FailureMode.Reset:
                ConnectionBreaker.Reset(exchange.Http);
                break;
            default:
                // PlainEnd and CloseDelimitedEnd send nothing more.
                break;
        }
    }
}
