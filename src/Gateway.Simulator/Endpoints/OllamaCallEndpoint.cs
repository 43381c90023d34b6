using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Composing;
using Gateway.Simulator.Dialects.Ollama;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Models;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Runners;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Sending;
using Gateway.Simulator.Served;

namespace Gateway.Simulator.Endpoints;

/// <summary>
/// Ollama's own chat and completion. They load and unload a model, with a context and for a time that the request may name. They are not
/// counted as chats.
/// </summary>
internal sealed class OllamaCallEndpoint(BackendState state)
{
    public async Task AnswerAsync(HttpContext http, bool isChat)
    {
        try
        {
            if (await OllamaCall.ReadAsync(http) is not { Model: not null } call)
            {
                await Replies.ErrorAsync(http, new ErrorAnswer(400, ErrorBody.Text("missing request body")));
                return;
            }
            if (call is { IsOfBareText: true, Chat: not null } && !isChat)
            {
                await CompleteAsync(http, call);
                return;
            }
            if ((Authorization.Refuse(http, state) ?? Unknown(call)) is { } refusal)
            {
                await Replies.ErrorAsync(http, refusal);
                return;
            }
            await ServeAsync(http, call, state.Find(call.Model)!, isChat);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            http.Abort();
        }
    }

    // Bare text is counted and logged as chats are: its client wants an answer, not just a load.
    private async Task CompleteAsync(HttpContext http, OllamaCall call)
    {
        state.Counters.Request();
        using var watch = new ClientWatch(state.Counters, state.Log, http.RequestAborted);
        try
        {
            var headers = http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            state.Log.Add(new ReceivedRequest(http.Request.Path, call.Model, headers, call.Body, Stopwatch.GetTimestamp()));
            var model = state.Find(call.Model);
            var refusal = Authorization.Refuse(http, state) ?? Unknown(call)
                ?? (call.HasSuffix && !model!.Can("insert") ? state.Dialect.Error("doesNotSupportInsert", call.Model).AsText() : null);
            if (refusal is not null)
            {
                state.Counters.Failure();
                watch.Over();
                await Replies.ErrorAsync(http, refusal);
                return;
            }
            await ServeAsync(http, call, model!, isChat: false);
            watch.Over();
        }
        finally
        {
            state.Counters.RequestEnded();
        }
    }

    private async Task ServeAsync(HttpContext http, OllamaCall call, ModelFacts model, bool isChat)
    {
        var script = state.Scripts.For(model.Name, null);
        if (call is { Chat: null, KeepAlive: { } none } && none == TimeSpan.Zero)
        {
            state.Scheduler.Unload(model);
            await Replies.JsonAsync(http, 200, OllamaLines.Loaded(call.Model!, isChat, "unload", state.Time));
            return;
        }
        var context = call.NumCtx is { } asked ? Math.Min(asked, model.ContextLength) : state.ContextOf(model);
        using var lease = await state.Scheduler.EnterAsync(
            new LoadRequest(model, script.ColdLoadMs, script.Error is "loadFailed", context) { NeedsNoPlace = call.Chat is null },
            http.RequestAborted);
        if ((lease.Refusal ?? script.Error) is { } name)
        {
            await Replies.ErrorAsync(http, state.Dialect.Error(name, call.Model).AsText());
            return;
        }
        if (lease.Runner is { } runner && call.KeepAlive is { } keep)
        {
            state.Scheduler.Keep(runner, keep == TimeSpan.MaxValue ? null : keep);
        }
        if (call.Chat is not { } chat)
        {
            await Replies.JsonAsync(http, 200, OllamaLines.Loaded(call.Model!, isChat, "load", state.Time));
            return;
        }
        var tokens = chat.PromptTokens(model.TokensPerCharacter);
        if (tokens > context && !call.Truncates)
        {
            await Replies.ErrorAsync(http, OllamaRefusals.TooLongForRunner(tokens, context.Value).AsText());
            return;
        }
        var left = tokens > context ? state.Dialect.Cut(chat, context.Value, model) : tokens;
        var answer = AnswerBuilder.Build(chat, script, state.Dialect, new PromptFit(left, null, null), "", 0);
        if (call.IsOfBareText)
        {
            state.Counters.Prompt(chat, answer.Prompt.Prompt);
            state.Counters.Completion(chat, answer.Usage.Completion);
            state.Counters.Answer(chat, answer.Usage, isGood: script.Fail == FailureMode.None);
        }
        await (call.Stream ? StreamAsync(http, answer, script, isChat) : SendAsync(http, answer, script, isChat));
    }

    private async Task StreamAsync(HttpContext http, Answer answer, ModelScript script, bool isChat)
    {
        http.Response.ContentType = "application/x-ndjson";
        var sink = new ResponseSink(http.Response);
        var pacer = new Pacer(script.TokensPerSecond, state.Time);
        foreach (var (piece, i) in answer.Pieces.Select((piece, i) => (piece, i)))
        {
            if (script.Fail != FailureMode.None && i >= script.FailAfterChunks)
            {
                // A failure of the runner is sent as a line, and the response ends properly.
                await sink.WriteAsync(Line(JsonNode.Parse(state.Dialect.Error("runnerDied").AsText().Body)!), http.RequestAborted);
                return;
            }
            await pacer.WaitAsync(piece.Tokens, http.RequestAborted);
            await sink.WriteAsync(Line(OllamaLines.Of(answer, piece, isChat, state.Time)), http.RequestAborted);
        }
        await sink.WriteAsync(Line(OllamaLines.Last(answer, null, isChat, state.Time)), http.RequestAborted);
    }

    private Task SendAsync(HttpContext http, Answer answer, ModelScript script, bool isChat) => script.Fail != FailureMode.None
        ? Replies.ErrorAsync(http, state.Dialect.Error("runnerDied").AsText())
        : Replies.ErrorAsync(http, new ErrorAnswer(200, ErrorBody.Of(OllamaLines.Last(answer, answer.Content ?? "", isChat, state.Time))));

    private ErrorAnswer? Unknown(OllamaCall call) =>
        state.Find(call.Model) is null ? new ErrorAnswer(404, ErrorBody.Text($"model '{call.Model}' not found")) : null;

    private static byte[] Line(JsonNode json) => System.Text.Encoding.UTF8.GetBytes(ErrorBody.Of(json) + "\n");
}
