using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Hosting;

/// <summary>A backend that holds each chat until the test answers it, so that the test decides which answer comes first.</summary>
internal sealed class HeldBackend : IAsyncDisposable
{
    public const string Answer = """
        {"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}
        """;

    private readonly Channel<Chat> _chats = Channel.CreateUnbounded<Chat>();
    private readonly WebApplication _app;
    private int _count;

    private HeldBackend(WebApplication app)
    {
        _app = app;
        app.MapPost("/v1/chat/completions", HoldAsync);
        app.MapGet("/v1/models", context =>
        {
            Asked.Enqueue(context.Request.Path);
            return context.Response.WriteAsync("""{"data":[{"id":"m"},{"id":"n"}]}""");
        });
    }

    public string Url => _app.Urls.Single();

    /// <summary>How many chats came.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The questions about its models.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <param name="port">Its port; 0 takes a free one.</param>
    public static async Task<HeldBackend> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var backend = new HeldBackend(builder.Build());
        await backend._app.StartAsync();
        return backend;
    }

    /// <summary>The next chat, in the order in which they came.</summary>
    public async Task<Chat> NextAsync() => await _chats.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HoldAsync(HttpContext context)
    {
        var chat = new Chat();
        Interlocked.Increment(ref _count);
        _chats.Writer.TryWrite(chat);
        var (status, body, header, value) = await chat.Task.WaitAsync(context.RequestAborted);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (header is not null)
        {
            context.Response.Headers[header] = value;
        }

        await context.Response.WriteAsync(body);
    }

    internal sealed class Chat
    {
        private readonly TaskCompletionSource<(int, string, string?, string?)> _answer = new(
            TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<(int Status, string Body, string? Header, string? Value)> Task => _answer.Task;

        /// <summary>Answers it well.</summary>
        public void Serve(string answer = Answer) => _answer.SetResult((200, answer, null, null));

        /// <summary>Refuses it.</summary>
        public void Refuse(int status, string? value = null, string header = "Retry-After", string message = "not now") =>
            _answer.SetResult((status, $$"""{"error":{"message":"{{message}}"} }""", value is null ? null : header, value));
    }
}
