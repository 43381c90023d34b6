using System.Diagnostics;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Dialects;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Models;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Runners;

namespace Gateway.Simulator.Endpoints;

/// <summary>Ranks documents, and refuses what the provider refuses. Counted as chats are.</summary>
internal sealed class RerankEndpoint(BackendState state)
{
    /// <returns>Null when the backend has nothing at this address.</returns>
    public Task? Answer(HttpContext http, string? path) => (http.Request.Method, path, state.Dialect) switch
    {
        ("POST", "/v1/rerank", LlamaCppDialect or VllmDialect or SiliconFlowDialect) => HandleAsync(http),
        ("POST", "/rerank" or "/v2/rerank", VllmDialect) => HandleAsync(http),
        ("POST", "/rerank" or "/reranking" or "/v1/reranking", LlamaCppDialect) => HandleAsync(http),
        _ => null,
    };

    private async Task HandleAsync(HttpContext http)
    {
        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
        var body = buffer.ToArray();
        var named = ChatRequestReader.Read(body);
        var model = state.Find(named?.Model);
        if (named?.Members.Contains("documents") != true && state.Dialect is LlamaCppDialect)
        {
            // Who sends no documents asks what the server is for, and is no request to it.
            await Replies.ErrorAsync(http, Authorization.Refuse(http, state) ?? LlamaCppPages.Post("/v1/rerank", model, [])!);
            return;
        }
        var count = state.Counters.Request();
        using var watch = new ClientWatch(state.Counters, state.Log, http.RequestAborted);
        try
        {
            // Taken before the request can be seen, see ReleaseGate.
            var release = model is null ? Task.CompletedTask : state.Gate.Next(model.Name);
            var headers = http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            state.Log.Add(new ReceivedRequest(http.Request.Path, named?.Model, headers, body, Stopwatch.GetTimestamp()));
            var answer = await AnswerAsync(http, named, model, RerankRequest.Read(body, takesObjects: state.Dialect is VllmDialect), release, count);
            watch.Over();
            if (answer.Status != 200)
            {
                state.Counters.Failure();
            }
            await Replies.ErrorAsync(http, answer);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException || http.RequestAborted.IsCancellationRequested)
        {
            // The client has left, and the watch has seen it.
            http.Abort();
        }
        finally
        {
            state.Counters.RequestEnded();
        }
    }

    private async Task<ErrorAnswer> AnswerAsync(
        HttpContext http, ChatRequest? named, ModelFacts? model, RerankRequest? request, Task release, long count)
    {
        if ((Authorization.Refuse(http, state) ?? state.Dialect.NotReady(state)) is { } refused)
        {
            return refused;
        }
        if (named is null || request is null || model is null)
        {
            return named is null ? state.Dialect.Error(state.Dialect.Unreadable) : state.Dialect.Error("modelNotFound", named.Model);
        }
        if (Refusal(model, request) is { } refusal)
        {
            return refusal;
        }
        var script = state.Scripts.For(model.Name, null);
        using var lease = await state.Scheduler.EnterAsync(
            new LoadRequest(model, script.ColdLoadMs, script.Error is "loadFailed", state.Dialect.ContextOf(model, state.Options)), http.RequestAborted);
        if (script.Hold)
        {
            await release.WaitAsync(http.RequestAborted);
        }
        if (script.FirstByteDelayMs > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(script.FirstByteDelayMs), state.Time, http.RequestAborted);
        }
        return (lease.Refusal ?? script.Error) is { } name ? state.Dialect.Error(name, named.Model)
            : script.ErrorStatus is { } status ? new ErrorAnswer(status, script.ErrorBody)
            : script.EmptyBody200 ? new ErrorAnswer(200, "") { ContentType = "text/plain" }
            : new ErrorAnswer(200, Ranked(named, model, request, count));
    }

    private string Ranked(ChatRequest named, ModelFacts model, RerankRequest request, long count)
    {
        var tokens = request.Tokens(model.TokensPerCharacter);
        var counted = named with { Model = state.Dialect.NameInAnswers(named, model) };
        state.Counters.Prompt(counted, tokens);
        state.Counters.Answer(counted, new Usage(tokens, 0, 0), isGood: true);
        return SimulatedRanks.Write(state.Dialect, request, counted.Model!, state.Dialect.NewId(count, state.Time), tokens);
    }

    private ErrorAnswer? Refusal(ModelFacts model, RerankRequest request)
    {
        var isText = request.Query is not null && request.Documents.Count > 0 && request.Documents.All(static d => d is not null);
        var isReranker = model.SubType == "reranker";
        return state.Dialect switch
        {
            LlamaCppDialect when !isReranker || request.Documents.Count == 0 || request.Documents.Any(static d => d is null) =>
                LlamaCppPages.Post("/v1/rerank", model, []),
            LlamaCppDialect when request.Query is null => LlamaCppErrors.Answer(400, "\"query\" must be provided", "invalid_request_error"),
            VllmDialect when !isReranker => VllmErrors.Answer(400, "The model does not support Rerank (Score) API", "BadRequestError"),
            VllmDialect when !isText || request.TopN < 0 => VllmErrors.Answer(400, "1 validation error: documents: Field required", "BadRequestError"),
            SiliconFlowDialect when !isReranker => state.Dialect.Error("modelNotFound"),
            SiliconFlowDialect when !isText || request.TopN < 1 || request.TopN > request.Documents.Count =>
                new ErrorAnswer(400, ErrorBody.Coded(20015, "The parameter is invalid. Please check again.")),
            _ => null,
        };
    }
}
