using System.Text.Json.Serialization;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Dialects.LlamaCpp;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Models;
using Gateway.Simulator.Requests;

namespace Gateway.Simulator.Endpoints;

/// <summary>
/// Answers POSTs to llama.cpp's server other than chats. Counting the tokens of a chat takes the chat's body but no slot.
/// </summary>
internal sealed class LlamaCppEndpoint(BackendState state)
{
    public async Task AnswerAsync(HttpContext http, string path)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var request = ChatRequestReader.Read(body.ToArray());
        var model = state.Find(request?.Model);
        if (Refused(http) is { } refused)
        {
            await Replies.ErrorAsync(http, refused);
        }
        else if (path is not ("/v1/chat/completions/input_tokens" or "/chat/completions/input_tokens"))
        {
            await Replies.ErrorAsync(http, LlamaCppPages.Post(path, model, request?.Members ?? []) ?? state.Dialect.Error("wrongPath"));
        }
        else if (RefusalOfCount(request, model) is { } refusal)
        {
            await Replies.ErrorAsync(http, refusal);
        }
        else
        {
            var seen = state.Dialect.Templated(request!, model!);
            await Replies.JsonAsync(http, 200, new InputTokens(seen.PromptTokens(model!.TokensPerCharacter), "response.input_tokens"));
        }
    }

    private ErrorAnswer? RefusalOfCount(ChatRequest? request, ModelFacts? model) => (request, model) switch
    {
        (null, _) => state.Dialect.Error(state.Dialect.Unreadable),
        ({ Model: null }, null) => state.Dialect.Error(state.Dialect.NoModel),
        (_, null) => state.Dialect.Error("modelNotFound", request.Model),
        ({ Needs.HasLoneSurrogate: true }, _) => state.Dialect.Error("parseError"),
        _ => state.Dialect.Refusal(request) is { } name ? state.Dialect.Error(name) : null,
    };

    private ErrorAnswer? Refused(HttpContext http) => Authorization.Refuse(http, state) ?? state.Dialect.NotReady(state);

    private sealed record InputTokens(
        [property: JsonPropertyName("input_tokens")] int Count,
        [property: JsonPropertyName("object")] string Kind);
}
