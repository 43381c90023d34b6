using System.Diagnostics;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Models;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Runners;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Served;

namespace Gateway.Simulator.Endpoints;

/// <summary>Answers requests other than chats, in one piece. Like chats, they are counted, logged, loaded and scripted.</summary>
internal sealed class CountedEndpoint(BackendState state)
{
    /// <param name="http">The request.</param>
    /// <param name="body">Its body.</param>
    /// <param name="named">The members that every body has; null when the body is not JSON.</param>
    /// <param name="refusal">Why the provider refuses the content; null when it does not.</param>
    /// <param name="answer">Makes the body of the answer from the number of requests so far.</param>
    public async Task HandleAsync(
        HttpContext http, byte[] body, ChatRequest? named, Func<ModelFacts, ErrorAnswer?> refusal, Func<ModelFacts, long, string> answer)
    {
        var count = state.Counters.Request();
        using var watch = new ClientWatch(state.Counters, state.Log, http.RequestAborted);
        try
        {
            var model = state.Find(named?.Model);
            // This is taken before anyone can see the request; see ReleaseGate.
            var release = model is null ? Task.CompletedTask : state.Gate.Next(model.Name);
            var headers = http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            state.Log.Add(new ReceivedRequest(http.Request.Path, named?.Model, headers, body, Stopwatch.GetTimestamp()));
            var refused = Authorization.Refuse(http, state)
                ?? state.Dialect.NotReady(state)
                ?? (named is null ? state.Dialect.Error(state.Dialect.Unreadable) : null)
                ?? (model is null ? state.Dialect.Error("modelNotFound", named!.Model) : refusal(model))
                ?? await ScriptedAsync(named!, model!, release, http.RequestAborted);
            watch.Over();
            state.Counters.Failed(refused is { Status: not 200 });
            await Replies.ErrorAsync(http, refused ?? new ErrorAnswer(200, answer(model!, count)));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException || http.RequestAborted.IsCancellationRequested)
        {
            // The client has left, and the watch has noted it.
            http.Abort();
        }
        finally
        {
            state.Counters.RequestEnded();
        }
    }

    private async Task<ErrorAnswer?> ScriptedAsync(ChatRequest named, ModelFacts model, Task release, CancellationToken cancellationToken)
    {
        var script = state.Scripts.For(model.Name, null);
        using var lease = await state.Scheduler.EnterAsync(
            new LoadRequest(model, script.ColdLoadMs, script.Error is "loadFailed", state.ContextOf(model)),
            cancellationToken);
        if (script.Hold)
        {
            await release.WaitAsync(cancellationToken);
        }
        if (script.FirstByteDelayMs > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(script.FirstByteDelayMs), state.Time, cancellationToken);
        }
        return (lease.Refusal ?? script.Error) is { } name ? state.Dialect.Error(name, named.Model)
            : script.ErrorStatus is { } status ? new ErrorAnswer(status, script.ErrorBody)
            : script.EmptyBody200 ? new ErrorAnswer(200, "") { ContentType = "text/plain" }
            : null;
    }
}
