using CsCheck;
using Gateway.Http;

namespace Gateway.Tests.Requests;

public class PathIsRewrittenTests
{
    [Theory]
    [InlineData("/v1/chat/completions", "/v1/chat/completions")]
    [InlineData("/chat/completions", "/v1/chat/completions")]
    [InlineData("//chat///completions//", "/v1/chat/completions")]
    [InlineData("/v1/chat/completions/", "/v1/chat/completions")]
    [InlineData("/v1/v1/chat/completions", "/v1/chat/completions")]
    [InlineData("/v1/v1/v1/models", "/v1/models")]
    [InlineData("/V1/Models", "/v1/Models")]
    [InlineData("/v1//models", "/v1/models")]
    [InlineData("/models", "/v1/models")]
    [InlineData("/models/Qwen/Qwen3-8B", "/v1/models/Qwen/Qwen3-8B")]
    [InlineData("/v1/v1/messages", "/v1/messages")]
    [InlineData("/v1/chat/completions/chat/completions", "/v1/chat/completions")]
    [InlineData("/chat/completions/chat/completions", "/v1/chat/completions")]
    [InlineData("/v1/chat/completions/v1/chat/completions", "/v1/chat/completions")]
    [InlineData("/v1/chat/completions/models", "/v1/models")]
    [InlineData("/chat/completions/v1/models", "/v1/models")]
    [InlineData("/completions", "/v1/completions")]
    [InlineData("/embeddings", "/v1/embeddings")]
    [InlineData("/rerank", "/v1/rerank")]
    [InlineData("/responses", "/v1/responses")]
    [InlineData("/messages", "/v1/messages")]
    [InlineData("/beta/completions", "/v1/completions")]
    [InlineData("/beta/chat/completions", "/v1/chat/completions")]
    [InlineData("/fim/completions", "/v1/fim/completions")]
    [InlineData("/v1/fim/completions", "/v1/fim/completions")]
    [InlineData("/v1/api/hello", "/api/hello")]
    [InlineData("/api/hello", "/api/hello")]
    [InlineData("/api/chat", "/api/chat")]
    [InlineData("/healthz", "/healthz")]
    [InlineData("/modelsx", "/modelsx")]
    [InlineData("/v1", "/")]
    [InlineData("/v1/v1/", "/")]
    [InlineData("/v12/models", "/v12/models")]
    [InlineData("/", "/")]
    [InlineData("", "")]
    public void Path_AsAClientMakesIt_IsTheOperations(string path, string expected) => Assert.Equal(expected, PathRewriter.Rewrite(path));

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/models")]
    public void Path_NothingWrong_IsNoCopy(string path) => Assert.Same(path, PathRewriter.Rewrite(path));

    [Fact]
    public void Path_RewrittenTwice_StaysAsItIs() =>
        Gen.OneOf("/v1", "/chat/completions", "/models", "/", "//", "/x", "/api/hello", "/beta/completions").Array[0, 6].Select(
            string.Concat)
            .Sample(path => Assert.Equal(PathRewriter.Rewrite(path), PathRewriter.Rewrite(PathRewriter.Rewrite(path))));
}
