/* What every start of a program costs: main does nothing, and ntsrm's libraries are linked. */
int main(void)
{
    return 0;
}
