using Gateway.Requests;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Requests;

public class ClientNameTests
{
    [Theory]
    [InlineData("User-Agent", "RooCode/3.28.0", "roo-code")]
    [InlineData("X-Title", "Roo Code", "roo-code")]
    [InlineData("HTTP-Referer", "https://github.com/RooVetGit/Roo-Cline", "roo-code")]
    [InlineData("X-Title", "Cherry Studio", "cherry-studio")]
    [InlineData("HTTP-Referer", "https://cherry-ai.com", "cherry-studio")]
    [InlineData("HTTP-Referer", "https://cline.bot", "cline")]
    [InlineData("X-OpenWebUI-Chat-Id", "1", "open-webui")]
    [InlineData("User-Agent", "OpenAI/Python 2.1.0", "openai-python")]
    [InlineData("User-Agent", "AsyncOpenAI/Python 2.1.0", "openai-python")]
    [InlineData("User-Agent", "OpenAI/JS 7.0.0", "openai-node")]
    [InlineData("User-Agent", "OpenAI/2.15.0 (.NET 10.0.0; Ubuntu)", "openai-dotnet")]
    [InlineData("User-Agent", "ai-sdk/openai-compatible/2.0.1", "ai-sdk")]
    [InlineData("User-Agent", "langchainjs-openai/1.0.0", "langchain")]
    [InlineData("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Chatbox/1.16", "chatbox")]
    [InlineData("User-Agent", "Mozilla/5.0 (X11; Linux x86_64)", "browser")]
    [InlineData("User-Agent", "made up by somebody", "other")]
    [InlineData("Accept", "*/*", "other")]
    public void Client_IsKnownByItsHeaders(string header, string value, string name)
    {
        var headers = new HeaderDictionary { [header] = value };

        Assert.Equal(name, ClientName.Of(headers));
    }

    [Fact]
    public void Program_GoesBeforeTheLibraryItUses()
    {
        var headers = new HeaderDictionary { ["User-Agent"] = "OpenAI/JS 5.12.2", ["X-Title"] = "Roo Code" };

        Assert.Equal("roo-code", ClientName.Of(headers));
    }
}
